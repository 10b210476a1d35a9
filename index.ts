import * as pulumi from "@pulumi/pulumi";
import { loadConfig } from "./stacks/config";
import { Platform } from "./stacks/platform";

const { config, warnings } = loadConfig();
for (const warning of warnings) void pulumi.log.warn(warning);

export = new Platform(config).outputs;
