import { z } from "zod";
import { policyDocument, type PolicyDocument } from "../../../identity/policy-document";
import { pattern } from "../../../shared/problem";

/** Service account of Prometheus, which takes the AWS role where it writes to Amazon Managed Service for Prometheus. */
export const prometheusAccount = "prometheus";

const secret = (what: string) =>
  z
    .strictObject({
      name: z.string().min(1).describe("Secret in the namespace of Prometheus."),
      key: z.string().min(1).describe("Key in it."),
    })
    .describe(`Where ${what} is, by reference: it is in no manifest or state.`);

const auth = z
  .discriminatedUnion("type", [
    z.strictObject({
      type: z.literal("bearer").describe("How Prometheus says who it is."),
      token: secret("the token"),
    }),
    z.strictObject({
      type: z.literal("basic").describe("How Prometheus says who it is."),
      username: secret("the name"),
      password: secret("the password"),
    }),
    z.strictObject({
      type: z.literal("aws").describe("How Prometheus says who it is."),
      workspaceArn: pattern(
        /^arn:aws[a-z-]*:aps:[a-z0-9-]+:\d{12}:workspace\/ws-[0-9a-f-]+$/,
        "is not the ARN of a workspace",
        "arn:aws:aps:<region>:<account>:workspace/ws-<id>",
      ).describe("Workspace of Amazon Managed Service for Prometheus, which a role of its own may write to."),
    }),
  ])
  .optional()
  .describe("Left out: the system asks for none.");

/** What a stack may say about systems that get every sample too. */
export const remoteWriteSettings = z
  .array(z.strictObject({ url: z.url({ protocol: /^https?$/ }).describe("Address that takes samples."), auth }))
  .default([])
  .describe("Other systems that get every sample too. What they bill by the sample grows with `interval`.");

export type RemoteWriteSettings = z.output<typeof remoteWriteSettings>;

/** Values `remoteWrite`: https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.RemoteWriteSpec */
export function remoteWrites(settings: RemoteWriteSettings) {
  return settings.map(({ url, auth: as }) => {
    switch (as?.type) {
      case "bearer":
        return { url, authorization: { type: "Bearer", credentials: as.token } };
      case "basic":
        return { url, basicAuth: { username: as.username, password: as.password } };
      case "aws":
        return { url, sigv4: { region: as.workspaceArn.split(":")[3] } };
      case undefined:
        return { url };
    }
  });
}

/** Workspaces that Prometheus writes to. */
function workspaces(settings: RemoteWriteSettings): string[] {
  return settings.flatMap(({ auth: as }) => (as?.type === "aws" ? [as.workspaceArn] : []));
}

/** What its role may do; none where it writes to no workspace. */
export function remoteWritePolicy(settings: RemoteWriteSettings): PolicyDocument | undefined {
  const Resource = workspaces(settings);
  return Resource.length ? policyDocument({ Effect: "Allow", Action: ["aps:RemoteWrite"], Resource }) : undefined;
}
