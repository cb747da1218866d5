"""The compiled core: Cython files that also run uncompiled where there is no compiler (docs/decisions/0001)."""

from setuptools import Extension, setup

try:
    from Cython.Build import cythonize
except ImportError:
    modules = []
else:
    # no fast-math and no fused multiply-add: the same numbers bit for bit on every machine, compiled or not;
    # without errno and traps, which nobody reads, and with short loops left as they are, it takes several gains at once
    exact = ["-O3", "-ffp-contract=off"]
    several = ["-fno-math-errno", "-fno-trapping-math", "--param=max-completely-peel-times=4"]
    core = Extension(
        "fieber.stats._core",
        ["src/fieber/stats/_core.py"],
        extra_compile_args=[*exact, *several],
    )
    segments = Extension("fieber.stats._segments", ["src/fieber/stats/_segments.py"], extra_compile_args=exact)
    yearly = Extension("fieber.stats._yearly", ["src/fieber/stats/_yearly.py"], extra_compile_args=exact)
    modules = cythonize([core, segments, yearly], compiler_directives={"language_level": 3}, quiet=True)
    for module in modules:
        module.optional = True  # said here, because cythonize forgets it: without a compiler the file runs as it is

setup(ext_modules=modules)
