import type { Plan } from "../plan";

export function writeManifests(_plan: Plan, _directory: string): void {}
