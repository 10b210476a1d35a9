import { z } from "zod";
import { refersTo } from "../shared/reference";
import { duration } from "../shared/duration";
import { pattern } from "../shared/problem";

/** What a stack may say about the other one of a pair in two regions. */
export const failoverSettings = z
  .strictObject({
    record: z
      .enum(["primary", "secondary"])
      .describe(
        "Which of the two failover records of each host this stack writes. It never changes, also when the other stack takes over: two " +
          "primary records are refused by Route 53.",
      ),
    peer: z
      .strictObject({
        cluster: z.string().min(1).describe("`cluster.name` of the other stack."),
        region: pattern(/^[a-z]{2}(-[a-z]+)+-\d$/, "is not an AWS region", "a region such as us-west-2").describe(
          "Its region.",
        ),
        cidr: pattern(/^\d+(\.\d+){3}\/\d+$/, "is not an address range", "a range such as 10.1.0.0/16").describe(
          "Its `network.cidr`: the two may be connected one day, so they don't overlap.",
        ),
      })
      .describe("The other stack of the pair, in the same account."),
    health: z
      .strictObject({
        service: refersTo("service", z.string()).describe("Service whose health stands for that of the stack."),
        path: pattern(/^\/\S*$/, "is not a path", "a path such as /healthz")
          .default("/")
          .describe("Path that is asked."),
      })
      .optional()
      .describe(
        "What Route 53 asks over the internet to know whether the primary stack is there; needed by `record: primary`.",
      ),
    replicate: z
      .strictObject({
        images: z.boolean().default(true).describe("Images of the stack's repositories, by rules of ECR."),
        buckets: z.boolean().default(true).describe("Objects of the stack's buckets, by S3, with an alarm on the lag."),
        secrets: z.boolean().default(true).describe("Secrets that the stack makes in Secrets Manager."),
      })
      .prefault({})
      .describe("What a primary stack sends to the region of its peer; a secondary one sends nothing."),
    lagThreshold: duration(["m"], "5m")
      .default("5m")
      .describe("How far the copies of objects may be behind until it alarms."),
    topicArns: z
      .array(pattern(/^arn:aws[a-z-]*:sns:.+/, "is not the ARN of an SNS topic", "arn:aws:sns:…"))
      .default([])
      .describe("SNS topics that hear of the lag."),
  })
  .describe("One of two stacks in two regions, of which one serves and the other can take over.");

/** The other stack of the pair, and how requests and data follow. */
export type FailoverSettings = z.output<typeof failoverSettings>;
