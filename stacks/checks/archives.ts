import type { ResolvedStack } from "../resolve/stack";
import type { CheckResult } from "./check";

/** What the check reads of a stack. */
export type ArchivesView = Pick<ResolvedStack, "buckets" | "services">;

/**
 * Storage classes whose objects must be restored before they can be read, which takes hours and which nothing of a service does.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects.html
 */
const restoredFirst = ["GLACIER", "DEEP_ARCHIVE"];

/** Buckets that services read are never moved to a class that can't be read at once. */
export function checkArchives({ buckets, services }: ArchivesView): CheckResult {
  return {
    problems: Object.entries(buckets).flatMap(([name, { archive }]) => {
      if (!archive || !restoredFirst.includes(archive.class)) return [];
      const readers = Object.entries(services).flatMap(([service, { buckets: used }]) =>
        used[name] && used[name].access !== "write" ? [`services.${service}`] : [],
      );
      if (readers.length === 0) return [];
      const days = archive.afterDays.toString();
      return [
        {
          path: `buckets.${name}.archive.class`,
          given: archive.class,
          why: `keeps ${readers.join(" and ")} from what is older than ${days} days: each object must be restored for hours before it can be read`,
          set: "GLACIER_IR, which is read at once, or access: write for those that never read",
        },
      ];
    }),
  };
}
