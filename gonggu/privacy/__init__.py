"""The privacy gate: nothing is published that gives a person away (see THREATS.md)."""
