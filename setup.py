"""The compiled core: Cython files that also run uncompiled where there is no compiler (docs/decisions/0001)."""

import os

from setuptools import Extension, setup

try:
    from Cython.Build import cythonize
except ImportError:
    modules = []
else:
    # no fast-math and no fused multiply-add, so that every compiler does each sum in the order in which it is written;
    # without errno and traps, which nobody reads, and with short loops left as they are, it takes several gains at once
    exact = ["-O3", "-ffp-contract=off"]
    several = ["-fno-math-errno", "-fno-trapping-math", "--param=max-completely-peel-times=4"]
    # named, because else exp and log are found by chance, and those of old programs: the same numbers, but slower
    mathematics = [] if os.name == "nt" else ["m"]
    modules = [
        Extension(
            f"fieber.stats.{name}", [f"src/fieber/stats/{name}.py"], extra_compile_args=flags, libraries=mathematics
        )
        for name, flags in (
            ("_core", [*exact, *several]),
            ("_segments", exact),
            ("_yearly", exact),
            ("_described", exact),
        )
    ]
    modules = cythonize(modules, compiler_directives={"language_level": 3}, quiet=True)
    for module in modules:
        module.optional = True  # said here, because cythonize forgets it: without a compiler the file runs as it is

setup(ext_modules=modules)
