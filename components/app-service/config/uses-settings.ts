import { z } from "zod";
import { refersTo } from "../../shared/reference";
import { bucketUseSettings } from "../../buckets/settings";
import { variable } from "./config-settings";

/** Keys of a service that name data stores and secrets of the stack. */
export const usesKeys = {
  uses: z
    .array(refersTo("store", z.string().min(1)))
    .default([])
    .describe(
      "Databases and caches that it uses, by name. Each opens the way to it, puts its address into the environment (`DB_HOST`, `DB_PORT`, " +
        "`DB_NAME`, `DB_SSLMODE`) and its credentials into files (`DB_USERNAME_FILE`, `DB_PASSWORD_FILE` name them).",
    ),
  consumes: z
    .array(refersTo("queue", z.string().min(1)))
    .default([])
    .describe(
      "Queues that it takes messages from, by name: the right to do so, the address in `<QUEUE>_QUEUE_URL`, and a number of pods " +
        "that follows the messages (`scaling.queues` says otherwise).",
    ),
  produces: z
    .array(refersTo("queue", z.string().min(1)))
    .default([])
    .describe("Queues that it sends messages to, by name: the right to do so, and the address in `<QUEUE>_QUEUE_URL`."),
  buckets: z
    .record(refersTo("bucket", z.string()), bucketUseSettings)
    .default({})
    .describe("Buckets that it uses, by name: rights below a prefix, and the name in `<BUCKET>_BUCKET`."),
  secrets: z
    .record(
      refersTo("secret", z.string()),
      z.strictObject({
        env: z
          .record(variable, z.string().min(1))
          .default({})
          .describe(
            "Variables that are filled from keys of it, by name. A Kubernetes Secret then holds the values too (add-on " +
              "secrets-store-csi-driver with `sync: true`), and a change reaches a pod when it starts anew.",
          ),
      }),
    )
    .default({})
    .describe(
      "Secrets of the stack, by name: each key is a file `/mnt/secrets/<secret>/<key>`, named by `<SECRET>_<KEY>_FILE`. The name of a " +
        "database or cache under `uses` is that of its credentials, with keys username and password.",
    ),
};
