FROM python:3.11-slim AS build
WORKDIR /app
COPY requirements.txt .
RUN sed '/^# What tests/,$d' requirements.txt > run.txt \
 && python -m venv /venv && /venv/bin/pip install --no-cache-dir -r run.txt

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=academy.settings.production DATA_DIR=/data STATIC_ROOT=/app/staticfiles
RUN useradd --create-home --uid 1000 academy && mkdir /data && chown academy /data
WORKDIR /app
COPY --from=build /venv /venv
COPY --chown=academy manage.py ./
COPY --chown=academy academy academy
COPY --chown=academy scams scams
COPY --chown=academy static static
RUN chown academy /app
USER academy
RUN SECRET_KEY=build ALLOWED_HOSTS=build python manage.py collectstatic --noinput
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s CMD python -c "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "2", \
     "--http", "1", "--no-ws", "--backlog", "1024", "--backpressure", "4096", "--http1-header-read-timeout", "30000", \
     "--respawn-failed-workers", "--workers-kill-timeout", "5", "academy.wsgi:application"]
