"""Server and account come from outside the project, encrypted unless the server is this machine, and are never shown."""

from pathlib import Path

import pytest

from gonggu.circulation.settings import load_server
from gonggu.errors import UsageError
from gonggu.folders import PROJECT

SECRET = "hunter-2-Secret"
FAR = {
    "GONGGU_SMTP_HOST": "smtp.example.com",
    "GONGGU_SMTP_USER": "office@example.com",
    "GONGGU_SMTP_PASSWORD": SECRET,
}


def test_the_account_is_the_sender_and_the_port_is_that_of_the_encryption() -> None:
    server = load_server(FAR)
    assert (server.tls, server.port, server.sender) == ("starttls", 587, "office@example.com")
    assert load_server(FAR | {"GONGGU_SMTP_PORT": "465"}).tls == "ssl"
    assert load_server(FAR | {"GONGGU_SMTP_TLS": "ssl"}).port == 465


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "::1"])
def test_without_encryption_only_on_this_machine(host: str) -> None:
    plain = {"GONGGU_SMTP_TLS": "none", "GONGGU_SMTP_FROM": "a@example.com"}
    assert load_server(plain | {"GONGGU_SMTP_HOST": host}).port == 25
    for other in ("smtp.example.com", "localhost.example.com", "192.168.1.2", "0.0.0.0", "128.0.0.1"):
        with pytest.raises(UsageError, match="发往别的机器必须加密"):
            load_server(plain | {"GONGGU_SMTP_HOST": other})


WRONG = {
    "no host": ({"GONGGU_SMTP_HOST": ""}, "HOST"),
    "host with a line end": ({"GONGGU_SMTP_HOST": "smtp\r\nx"}, "HOST"),
    "port of words": ({"GONGGU_SMTP_PORT": "smtp"}, "PORT"),
    "port too large": ({"GONGGU_SMTP_PORT": "70000"}, "PORT"),
    "encryption unknown": ({"GONGGU_SMTP_TLS": "starttsl"}, "是否要写“starttls”"),
    "no password": ({"GONGGU_SMTP_PASSWORD": ""}, "PASSWORD"),
    "password without account": ({"GONGGU_SMTP_USER": "", "GONGGU_SMTP_FROM": "a@b.cn"}, "USER"),
    "password not to be encoded": ({"GONGGU_SMTP_PASSWORD": f"{SECRET}密码"}, "PASSWORD"),
    "password of two lines": ({"GONGGU_SMTP_PASSWORD": f"{SECRET}\n"}, "PASSWORD"),
    "account that is no address": ({"GONGGU_SMTP_USER": "office"}, "FROM"),
    "sender with a line end": ({"GONGGU_SMTP_FROM": "a@b.cn\r\nBcc: c@d.cn"}, "FROM"),
}


@pytest.mark.parametrize(("settings", "named"), WRONG.values(), ids=WRONG)
def test_a_wrong_setting_is_told_by_its_name_alone(settings: dict[str, str], named: str) -> None:
    with pytest.raises(UsageError) as refused:
        load_server(FAR | settings)
    assert named in str(refused.value)
    assert SECRET not in str(refused.value)


def _file(folder: Path, content: str, mode: int = 0o600) -> dict[str, str]:
    path = folder / "mail.yaml"
    path.write_text(content, encoding="utf-8")
    path.chmod(mode)
    return {"GONGGU_SMTP_FILE": str(path)}


WHOLE = f"host: smtp.example.com\nport: 465\nuser: office@example.com\npassword: {SECRET}\n"


def test_a_file_outside_the_project_may_hold_them_and_the_environment_comes_first(tmp_path: Path) -> None:
    server = load_server(_file(tmp_path, WHOLE))
    assert (server.host, server.port, server.tls) == ("smtp.example.com", 465, "ssl")
    assert server.password.get_secret_value() == SECRET
    assert SECRET not in repr(server)
    assert load_server(_file(tmp_path, WHOLE) | {"GONGGU_SMTP_HOST": "other.example.com"}).host.startswith(
        "other"
    )


def test_a_password_of_digits_stays_as_it_is_written(tmp_path: Path) -> None:
    server = load_server(_file(tmp_path, WHOLE.replace(SECRET, "007")))
    assert server.password.get_secret_value() == "007"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (f"pasword: {SECRET}", "未知的键"),
        (f"password: [{SECRET}]", "password 应为文字"),
        (SECRET, "应为若干“键: 值”"),
        (f"host: a\npassword: '{SECRET}", "格式有误"),
        (f"- {SECRET}", "应为若干“键: 值”"),
    ],
)
def test_a_file_that_is_wrong_is_told_without_what_stands_in_it(
    tmp_path: Path, content: str, says: str
) -> None:
    with pytest.raises(UsageError, match=says) as refused:
        load_server(_file(tmp_path, content))
    assert SECRET not in str(refused.value)


def test_a_file_that_others_may_read_or_that_lies_in_the_project_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="chmod 600"):
        load_server(_file(tmp_path, WHOLE, mode=0o644))
    with pytest.raises(UsageError, match="不能放在项目文件夹里"):
        load_server({"GONGGU_SMTP_FILE": str(PROJECT / "params" / "mail.yaml")})
    with pytest.raises(UsageError, match="没有这个文件"):
        load_server({"GONGGU_SMTP_FILE": str(tmp_path / "none.yaml")})
