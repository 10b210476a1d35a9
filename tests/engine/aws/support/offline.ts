import { join } from "node:path";
import * as rpc from "@pulumi/pulumi/runtime/rpc";
import { readStackFile } from "../../../../preview/cli/stack-file";
import { runProgram } from "../../../../preview/program";
import type { RecordedResource } from "../../../../preview/recorded";
import { SimulatedAws } from "../aws";
import { placeFrom } from "../place";
import { unknown, type Values } from "../values";

const root = join(__dirname, "../../../..");

/** What the program of a stack registers offline. */
export async function registered(stack: string, configFile?: string): Promise<RecordedResource[]> {
  const file = configFile === undefined ? undefined : join(root, configFile);
  const { config, secretKeys } = readStackFile({ stack, configFile: file }, root);
  return (await runProgram({ stack, stackTraces: false, config, secretKeys })).resources;
}

/** Inputs as a provider gets them: secrets as they are, what only a deployment knows as the engine's sign for it. */
export function wire(value: unknown): any {
  if (Array.isArray(value)) return value.map(wire);
  if (value === null || typeof value !== "object") return value === rpc.unknownValue ? unknown : value;
  const object = value as Values;
  const signature: unknown = object[rpc.specialSigKey];
  if (signature === rpc.specialSecretSig) return wire(object.value);
  if (signature === rpc.specialResourceSig) return object.id ?? unknown;
  if (signature === rpc.specialOutputValueSig) return "value" in object ? wire(object.value) : unknown;
  return Object.fromEntries(Object.entries(object).map(([key, inner]) => [key, wire(inner)]));
}

const ofAws = ({ type, custom }: RecordedResource) => custom && type.startsWith("aws:");

/** What the simulated AWS refuses of a program's registrations, as `<type's last part> <name>: <reason>`. */
export function refused(resources: RecordedResource[], region = "eu-west-1"): string[] {
  const aws = new SimulatedAws(placeFrom({ AWS_REGION: region }));
  return resources.filter(ofAws).flatMap((resource) => {
    const { failures } = aws.check(resource, {}, wire(resource.inputs));
    return failures.map(({ reason }) => `${resource.type.split(":").pop()} ${resource.name}: ${reason}`);
  });
}
