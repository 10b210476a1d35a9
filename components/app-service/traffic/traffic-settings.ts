import { z } from "zod";
import { refersTo } from "../../shared/reference";
import { isNetworkBlock } from "../../network/cidr";
import { remedied } from "../../shared/problem";
import { route } from "./route-settings";
import { egressPresets, type EgressPreset } from "./egress";

const port = z.int().min(1).max(65535);

const presets = Object.keys(egressPresets) as [EgressPreset, ...EgressPreset[]];

const egress = z.union([
  z.enum(presets, { error: remedied("is no known destination", `one of ${presets.join(", ")}, or { cidr, port }`) }),
  z.strictObject({
    cidr: z
      .string()
      .refine(isNetworkBlock, {
        error: remedied("is not an IPv4 network in CIDR form", "a block such as 192.0.2.0/24"),
      })
      .describe("Range that the pods may reach."),
    port: port.describe("Port in it."),
    protocol: z.enum(["TCP", "UDP"]).default("TCP").describe("Protocol of the port."),
  }),
]);

/** Name of another service of the stack. */
const serviceRef = refersTo("service", z.string().min(1));

/** Keys of a service that are about who talks to whom. */
export const trafficKeys = {
  port: z
    .union([z.literal("none"), port])
    .optional()
    .describe(
      "Port that the container listens on, and the service with it. `none`: nothing can call it (a queue worker). Left out: 8080, " +
        "or `none` for a cron job.",
    ),
  routes: z.array(route).default([]).describe("Host names and paths from outside, each behind a gateway."),
  calls: z
    .array(serviceRef)
    .default([])
    .describe("Services that it calls: opens the way out here and the way in there. What is not declared is denied."),
  egress: z
    .array(egress)
    .default([])
    .describe(
      "Destinations outside the cluster. https: TCP 443 anywhere; postgres (5432), redis (6379): in the VPC; smtp: TCP 587 and 465 " +
        "anywhere; `{ cidr, port }`: a range. DNS is always allowed.",
    ),
};

export type EgressSettings = z.output<typeof egress>;
