"""The mail server and account: from the environment, or from a file outside the project that GONGGU_SMTP_FILE names.

Nothing here is ever printed with its value: a wrong setting is told by its name alone.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, cast

from pydantic import SecretStr

from gonggu.circulation.headings import require_address, require_line
from gonggu.errors import UsageError, nearest
from gonggu.folders import PROJECT
from gonggu.strict import as_written

Tls = Literal["starttls", "ssl", "none"]
PREFIX = "GONGGU_SMTP_"
FILE = f"{PREFIX}FILE"
KEYS = ("host", "port", "user", "password", "tls", "from")
PORTS: Mapping[Tls, int] = {"starttls": 587, "ssl": 465, "none": 25}
_OTHERS = 0o077  # a file's rights of everybody but its owner


@dataclass(frozen=True)
class Server:
    """Where messages are handed in, and as whom; no user where the server asks for none."""

    host: str
    port: int
    tls: Tls
    sender: str
    user: str = ""
    password: SecretStr = SecretStr("")  # noqa: RUF009 - frozen


def load_server(environment: Mapping[str, str]) -> Server:
    """The server that the environment, and before it the file that it names, tell of; UsageError names what is wrong."""
    told = _of_file(environment.get(FILE, "")) | {
        key: value for key in KEYS if (value := environment.get(PREFIX + key.upper(), ""))
    }
    host = _host(told)
    tls = told.get("tls") or ("ssl" if told.get("port") == str(PORTS["ssl"]) else "starttls")
    if tls not in PORTS:
        raise _wrong("tls", f"不认识。{nearest(tls, PORTS)}")
    if tls == "none" and not is_this_machine(host):
        raise _wrong("tls", "发往别的机器必须加密，应为 starttls 或 ssl；只有本机的邮件服务可以写 none")
    user, password = told.get("user", ""), told.get("password", "")
    if bool(user) != bool(password):
        raise _wrong("password" if user else "user", "账号和密码要么都写，要么都不写")
    for key in ("user", "password"):
        # The protocol's own encoding; what cannot be encoded would be shown in the error.
        if not (value := told.get(key, "")).isascii() or not value.isprintable():
            raise _wrong(key, "只能用英文字母、数字和符号")
    sender = told.get("from") or user
    try:
        require_address(sender or " ")
    except ValueError as error:
        raise _wrong("from", f"发件人{error}") from None
    kind = cast(Tls, tls)
    return Server(host, _port(told.get("port") or str(PORTS[kind])), kind, sender, user, SecretStr(password))


def is_this_machine(host: str) -> bool:
    """Whether the host's very name says that it is this machine; no name is looked up."""
    if host.casefold() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _host(told: Mapping[str, str]) -> str:
    host = told.get("host", "")
    if not host:
        raise _wrong("host", "没有写邮件服务器，不能发送")
    try:
        return require_line(host)
    except ValueError as error:
        raise _wrong("host", str(error)) from None


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 65536):
        raise _wrong("port", "应为 1 到 65535 的整数")
    return int(text)


def _wrong(key: str, why: str) -> UsageError:
    return UsageError(f"邮件设置 {PREFIX}{key.upper()}（或设置文件里的 {key}）：{why.rstrip('。')}。")


def _of_file(name: str) -> dict[str, str]:
    """The settings file's keys; it must lie outside the project, and nobody else may read it."""
    if not name:
        return {}
    path = Path(name).resolve()
    if path.is_relative_to(PROJECT):
        raise UsageError(f"{FILE}：设置文件里有密码，不能放在项目文件夹里，请移到别处。")
    if not path.is_file():
        raise UsageError(f"{FILE}：没有这个文件（{path.name}）。")
    if os.name == "posix" and path.stat().st_mode & _OTHERS:
        raise UsageError(f"{FILE}：别人也能读这个文件（{path.name}），请先运行 chmod 600。")
    content = as_written(path)
    # Not through the models of the parameters: they show what stands there.
    if not isinstance(content, dict):
        raise UsageError(f"{FILE}：{path.name} 应为若干“键: 值”，如 host: smtp.example.com。")
    for key, value in content.items():
        if key not in KEYS:
            raise UsageError(f"{FILE}：{path.name} 有未知的键。可用的有：{'、'.join(KEYS)}。")
        if value is not None and not isinstance(value, str):
            raise UsageError(f"{FILE}：{path.name} › {key} 应为文字。")
    return {key: value for key, value in content.items() if value}
