import { z } from "zod";
import { storageClass, volume } from "../volume-settings";

/** What a stack may say about Grafana. */
export function grafanaSettings() {
  return z
    .strictObject({
      storage: volume("20Gi", "its volume"),
      storageClass,
    })
    .prefault({})
    .describe("Dashboards. One copy: its database is a file on its volume.");
}
