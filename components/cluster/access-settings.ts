import { z } from "zod";
import { type Problem, pattern, report } from "../shared/problem";
import { type PlatformRoleName, platformRoles } from "../shared/vocabulary";

/** Short names of the EKS access policies that are offered; `accessPolicyArn` knows their ARNs. */
export const accessPolicyNames = ["cluster-admin", "admin", "edit", "view"] as const;

/** Group names that EKS keeps for itself: https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessEntry.html */
const reservedGroup = /^(system:|eks:|aws:|amazon:|iam:)/;

const principalArn = pattern(
  /^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/.+$/,
  "is not the ARN of an IAM role or user",
  "arn:aws:iam::<account>:role/<path and name>; of a session (sts, assumed-role) take its role",
);

/** One principal that may use the Kubernetes API. */
export function accessSettings() {
  return z
    .strictObject({
      principalArn: principalArn.describe("IAM role (or user) that signs in, with its path."),
      role: z
        .enum(platformRoles)
        .optional()
        .describe(
          "A role of the platform. `platform-admin`: everything. `platform-developer`: creates and manages what applications " +
            "are made of, in the stack's `namespaces` only; no Secrets, no exec. `platform-viewer`: reads everything but " +
            "Secrets. `monitoring-reader`: finds and scrapes targets.",
        ),
      policy: z
        .enum(accessPolicyNames)
        .optional()
        .describe(
          "`cluster-admin`: everything. `admin`, `edit`, `view`: what the Kubernetes roles of these names may, in all namespaces or in `namespaces`.",
        ),
      namespaces: z
        .array(
          pattern(
            /^[a-z0-9*]([-a-z0-9*]*[a-z0-9*])?$/,
            "is not a namespace",
            "a namespace, or a pattern such as team-*",
          ),
        )
        .min(1)
        .optional()
        .describe("Namespaces that `policy` is limited to. Left out: the whole cluster."),
      kubernetesGroups: z
        .array(z.string().min(1))
        .min(1)
        .optional()
        .describe("Groups of Kubernetes RBAC that the principal is in, where a policy of EKS is too coarse."),
    })
    .superRefine((entry, ctx) => {
      if (entry.role === undefined && entry.policy === undefined && entry.kubernetesGroups === undefined) {
        report(ctx, {
          path: ["role"],
          why: "is missing, and so the principal could sign in and do nothing",
          set: "role, policy or kubernetesGroups",
        });
      }
      if (entry.role !== undefined && entry.policy !== undefined) {
        report(ctx, {
          path: ["policy"],
          why: `gives rights beside those of the role ${entry.role}`,
          set: "only one of role and policy",
        });
      }
      if (entry.namespaces && (entry.policy === undefined || entry.policy === "cluster-admin")) {
        report(ctx, {
          path: ["namespaces"],
          why: entry.policy === undefined ? "limits a policy that is not set" : "can't limit cluster-admin",
          set: "policy: admin, edit or view, or remove the line",
        });
      }
      entry.kubernetesGroups?.forEach((group, index) => {
        if (group === "platform-admin") {
          report(ctx, {
            path: ["kubernetesGroups", index],
            why: "is a group without rights: administrators come by a policy of EKS",
            set: "role: platform-admin",
          });
        }
        if (!reservedGroup.test(group)) return;
        report(ctx, {
          path: ["kubernetesGroups", index],
          why: "begins with a prefix that EKS keeps for itself",
          set: "a group of your own",
        });
      });
    });
}

/** Every role that an entry has, by `role` or by being in its group. */
export function rolesInUse(access: Record<string, AccessSettings>): PlatformRoleName[] {
  const entries = Object.values(access);
  return platformRoles.filter((role) =>
    entries.some((entry) => entry.role === role || entry.kubernetesGroups?.includes(role)),
  );
}

export type AccessSettings = z.output<ReturnType<typeof accessSettings>>;

/** Principals that are listed twice: EKS takes one entry for each. */
export function repeatedPrincipals(access: Record<string, AccessSettings>): Problem[] {
  const owner = new Map<string, string>();
  return Object.entries(access).flatMap(([name, entry]) => {
    const first = owner.get(entry.principalArn);
    owner.set(entry.principalArn, first ?? name);
    if (first === undefined) return [];
    return [
      {
        path: [name, "principalArn"],
        why: `is the principal of access.${first} already`,
        set: "one entry for each principal",
      },
    ];
  });
}
