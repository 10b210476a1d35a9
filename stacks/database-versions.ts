import type { PostgresImages } from "../components/databases/settings";

/**
 * Images by major version, read 2026-11-21. `official`: docker-library/postgres as AWS mirrors it in its public gallery,
 * where pulls have no limit per address. `cloudnativePg`: cloudnative-pg/postgres-containers, from 17 on in the flavour that
 * the operator itself defaults to (cloudnative-pg/cloudnative-pg v1.30, pkg/versions/versions.go).
 */
export const postgresImages: PostgresImages = {
  official: {
    "15": "public.ecr.aws/docker/library/postgres:15.19-trixie",
    "16": "public.ecr.aws/docker/library/postgres:16.15-trixie",
    "17": "public.ecr.aws/docker/library/postgres:17.11-trixie",
    "18": "public.ecr.aws/docker/library/postgres:18.6-trixie",
  },
  cloudnativePg: {
    "15": "ghcr.io/cloudnative-pg/postgresql:15.18-standard-trixie",
    "16": "ghcr.io/cloudnative-pg/postgresql:16.14-standard-trixie",
    "17": "ghcr.io/cloudnative-pg/postgresql:17.11-system-trixie",
    "18": "ghcr.io/cloudnative-pg/postgresql:18.6-system-trixie",
  },
};
