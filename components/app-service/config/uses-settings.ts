import { z } from "zod";

/** Keys of a service that name data stores and secrets of the stack. */
export const usesKeys = {
  uses: z
    .array(z.string().min(1))
    .default([])
    .describe(
      "Databases and caches that it uses, by name. Each opens the way to it, puts its address into the environment (`DB_HOST`, `DB_PORT`, " +
        "`DB_NAME`) and its credentials into files (`DB_USERNAME_FILE`, `DB_PASSWORD_FILE` name them).",
    ),
};
