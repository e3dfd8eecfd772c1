"""Limits of time and memory, kept by the process itself; hinge kills it where that is not enough."""

import faulthandler
import signal

try:
    import resource
except ImportError:  # Windows
    resource = None

# Seconds between the alarms that follow the first one, for code that swallows one exception.
AGAIN = 0.1
# Seconds after which the process ends by itself, should nobody be there to kill it.
ORPHAN = 3


class Timeout(BaseException):
    """Not an Exception: `except Exception` must not swallow it."""


class Alarm:
    """with Alarm(seconds): raises Timeout in the block, again and again; what swallows that is killed by hinge."""

    armed = False

    def __init__(self, seconds):
        self.seconds = seconds

    def __enter__(self):
        faulthandler.dump_traceback_later(self.seconds + ORPHAN, exit=True, file=2)
        if hasattr(signal, "setitimer"):
            signal.signal(signal.SIGALRM, self.ring)
            self.armed = True
            signal.setitimer(signal.ITIMER_REAL, self.seconds, AGAIN)
        return self

    def __exit__(self, *_):
        self.armed = False
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        faulthandler.cancel_dump_traceback_later()

    def ring(self, *_):
        if self.armed:
            raise Timeout()


def limit_memory(more):
    """Lets the process grow by so many bytes and no further."""
    if resource is None or not hasattr(resource, "RLIMIT_AS"):
        return
    try:
        with open("/proc/self/statm") as statm:
            now = int(statm.read().split()[0]) * resource.getpagesize()
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        most = now + more
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):
        # No /proc, or a system that refuses: hinge watches from outside.
        pass
