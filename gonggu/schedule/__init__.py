"""Work that is done by the clock: what is due, doing it, telling of what failed, and the system's timer that wakes us."""
