# A small image: the wheel is built in one stage and installed in the next.
FROM python:3.13-slim AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY emulator emulator
COPY fixtures fixtures
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheels .

FROM python:3.13-slim
COPY --from=build /wheels /wheels
RUN pip install --no-cache-dir /wheels/*.whl \
    && rm -rf /wheels \
    && useradd --system --no-create-home --uid 10001 emulator
USER emulator
WORKDIR /fixtures

# Inside the container only: publish the port to this machine alone, `docker run -p 127.0.0.1:4566:4566`.
# Every setting is an environment variable; see docs/settings.md.
ENV IPAM_EMULATOR_HOST=0.0.0.0 \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
EXPOSE 4566
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 \
    CMD ipam-emulator health --ready --endpoint "http://127.0.0.1:${IPAM_EMULATOR_PORT:-4566}"

ENTRYPOINT ["ipam-emulator"]
CMD ["serve"]
