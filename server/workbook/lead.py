"""How a child process binds itself: so much memory, so much time, no file to write."""

import sys


def take_lead(memory: int, cpu_seconds: int) -> None:
    """Limit this process for good: bytes of memory, seconds of computing, nothing written.

    Linux and macOS know limits of their own; Windows puts the process into a job. Where
    neither works the limits of the readers and the parent's patience still hold.
    """
    if sys.platform == "win32":
        _enter_job(memory, cpu_seconds)
    else:
        _limit_resources(memory, cpu_seconds)


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes
    from typing import ClassVar

    _EXTENDED_LIMITS = 9
    _LIMIT_PROCESS_TIME, _LIMIT_PROCESS_MEMORY, _KILL_ON_CLOSE = 0x2, 0x100, 0x2000

    class _Limits(ctypes.Structure):
        """JOBOBJECT_EXTENDED_LIMIT_INFORMATION; times in units of 100 ns."""

        _fields_: ClassVar = [
            ("process_time", ctypes.c_int64),
            ("job_time", ctypes.c_int64),
            ("flags", wintypes.DWORD),
            ("least_working_set", ctypes.c_size_t),
            ("most_working_set", ctypes.c_size_t),
            ("most_processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority", wintypes.DWORD),
            ("scheduling", wintypes.DWORD),
            ("io_counters", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process_memory", ctypes.c_size_t),
            ("peak_job_memory", ctypes.c_size_t),
        ]

    def _enter_job(memory: int, cpu_seconds: int) -> None:
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        limits = _Limits(
            process_time=cpu_seconds * 10_000_000,
            flags=_LIMIT_PROCESS_TIME | _LIMIT_PROCESS_MEMORY | _KILL_ON_CLOSE,
            process_memory=memory,
        )
        job = wintypes.HANDLE(kernel.CreateJobObjectW(None, None))
        size = ctypes.sizeof(limits)
        if kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), size):
            kernel.AssignProcessToJobObject(job, wintypes.HANDLE(kernel.GetCurrentProcess()))

else:
    import resource

    def _limit_resources(memory: int, cpu_seconds: int) -> None:
        for limit, most in (
            (resource.RLIMIT_AS, memory),
            (resource.RLIMIT_CPU, cpu_seconds),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        ):
            _, hard = resource.getrlimit(limit)
            within = most if hard == resource.RLIM_INFINITY else min(most, hard)
            try:
                resource.setrlimit(limit, (within, within))
            except (OSError, ValueError):
                continue  # macOS does not bound address space; the other limits still hold
