# syntax=docker/dockerfile:1
# The desk: server and worker in one, or each alone (`desk server`, `desk worker`; compose.yaml). docs/guide/operate.md

# Python 3.11 on Debian 12: what all tests run on. This stage has a compiler, the next one does not.
FROM python:3.11-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/fieber
COPY packaging/container/requirements.txt /build/requirements.txt
RUN /opt/fieber/bin/pip install --require-hashes --only-binary :all: -r /build/requirements.txt
# the compiled core: its build needs nothing but these two, and the net no more
COPY packaging/container/build.txt /build/build.txt
RUN python -m venv /opt/build && /opt/build/bin/pip install --require-hashes --only-binary :all: -r /build/build.txt
COPY pyproject.toml setup.py README.md LICENSE /build/tree/
COPY src /build/tree/src
RUN /opt/build/bin/pip wheel --no-deps --no-build-isolation --no-index --wheel-dir /build/wheel /build/tree \
 && /opt/fieber/bin/pip install --no-deps --no-index /build/wheel/fieber-*.whl

FROM python:3.11-slim-bookworm
# for backups: the programs of the PostgreSQL that compose.yaml names. A number that stays, so that it can be named on
# the host for files that the desk is to read
# (DL3008: a pinned version would be gone with the next fix, Debian keeps only one)
# hadolint ignore=DL3008
RUN apt-get update && apt-get install --yes --no-install-recommends postgresql-client && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --create-home --home-dir /var/lib/fieber fieber \
 && install -d -o fieber -m 0700 /var/lib/fieber /var/backups/fieber
COPY --from=build /opt/fieber /opt/fieber
ENV PATH=/opt/fieber/bin:$PATH LANG=C.UTF-8 FIEBER_DESK_FOLDER=/var/lib/fieber
USER 10001
WORKDIR /var/lib/fieber
VOLUME ["/var/lib/fieber", "/var/backups/fieber"]
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=15s --start-period=60s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health/ready/', timeout=12)"]
ENTRYPOINT ["fieber"]
CMD ["desk", "--host", "0.0.0.0"]
