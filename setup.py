"""The compiled core: one Cython file that also runs uncompiled where there is no compiler (docs/decisions/0001)."""

from setuptools import Extension, setup

try:
    from Cython.Build import cythonize
except ImportError:
    modules = []
else:
    # no fast-math and no fused multiply-add: the same numbers bit for bit on every machine, compiled or not;
    # without errno and traps, which nobody reads, the compiler may work on several numbers at once
    core = Extension(
        "fieber.stats._core",
        ["src/fieber/stats/_core.py"],
        extra_compile_args=["-O3", "-ffp-contract=off", "-fno-math-errno", "-fno-trapping-math", "--param=max-completely-peel-times=4"],
    )
    modules = cythonize([core], compiler_directives={"language_level": 3}, quiet=True)
    for module in modules:
        module.optional = True  # said here, because cythonize forgets it: without a compiler the file runs as it is

setup(ext_modules=modules)
