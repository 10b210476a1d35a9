import { imagePin } from "../shared/pins";
import { majorVersions, type PostgresImages } from "./settings";

const ofEveryMajor = (pin: string) =>
  Object.fromEntries(majorVersions.map((major) => [major, imagePin(pin, major)])) as PostgresImages["official"];

/** The pinned images by major version: PostgreSQL's own, and those of CloudNativePG. */
export const postgresImages: PostgresImages = {
  official: ofEveryMajor("postgres"),
  cloudnativePg: ofEveryMajor("cloudnative-pg"),
};
