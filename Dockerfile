FROM python:3.11-slim
RUN apt-get update \
 && apt-get install --yes --no-install-recommends make \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/isnad

# The environment first: it changes more seldom than the code.
COPY Makefile pyproject.toml requirements.txt ./
COPY tools tools
RUN mkdir -p retrieval bot && make .venv/.ready

COPY data data
COPY retrieval retrieval
COPY bot bot
# The optional language resources; without them everything works less well.
RUN .venv/bin/python -m compileall -q retrieval bot && (.venv/bin/python -m retrieval install-resources || true)

RUN useradd --system --home-dir /srv/isnad isnad && mkdir index && chown isnad index data
USER isnad
ENV PATH=/srv/isnad/.venv/bin:$PATH
CMD ["python", "-m", "bot"]
