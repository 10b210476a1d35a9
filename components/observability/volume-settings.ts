import { z } from "zod";
import { quantity } from "../shared/quantity";

export const storageClass = z
  .string()
  .default("gp3")
  .describe("Storage class of the volumes, one of `storageClasses`. It can't be changed while the volumes exist.");

export const volume = (size: string, what: string) =>
  quantity()
    .default(size)
    .describe(
      `Size of ${what}. It can grow while the class allows it, never shrink; billed by the gigabyte and month.`,
    );
