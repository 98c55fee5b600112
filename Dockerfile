# The token server as an image. It holds no App ID, no certificate and no key: those come when it runs, by
# environment (`-e APP_ID=… -e APP_CERTIFICATE=…`) or by file (`APP_CERTIFICATE_FILE=/run/secrets/…`).
FROM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc tsconfig.json tsconfig.base.json ./
COPY scripts ./scripts
COPY packages ./packages
RUN npm run build
RUN npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
  && rm -rf packages/*/src packages/*/test packages/*/tsconfig.json packages/*/*.tsbuildinfo

FROM node:22-slim
# Not the loopback: without SYMBOLON_API_KEY or SYMBOLON_ALLOW_ANONYMOUS=1 the server refuses to start.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 SYMBOLON_DATA_DIR=/data
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/packages ./packages
RUN mkdir /data && chown node:node /data
USER node
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/livez`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "packages/cli/dist/main.js", "serve"]
