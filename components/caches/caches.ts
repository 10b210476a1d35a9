import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../shared/component";
import type { PlatformContext } from "../shared/context";
import type { Grant } from "../shared/grant";
import type { NetworkRef } from "../shared/refs";
import { Cache, type CacheTransform } from "./cache";
import type { CachesSettings } from "./settings";

export interface CachesArgs {
  context: PlatformContext;
  settings: CachesSettings;
  network: NetworkRef;
  /** Services that use each cache, by its name. */
  clients: Record<string, { name: string; account?: string | undefined }[]>;
  transform?: CacheTransform;
}

/** The caches of a stack, and what a service gets that uses one. */
export class Caches extends PlatformComponent {
  /** What each gives to the services that use it, by name. */
  readonly grants: Record<string, Grant>;
  /** The caches by name, for what must come after one of them alone. */
  readonly made: Record<string, pulumi.Resource>;

  constructor(name: string, args: CachesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("caches", "Caches", name, opts);
    const { context, network, clients, transform } = args;
    const all = Object.entries(args.settings).map(([cache, settings]) => {
      const users = (clients[cache] ?? []).map(({ name: pods, account = pods }) => account);
      const cacheArgs = { context, cache, settings, network, clients: users, transform };
      return [cache, new Cache(this.child(cache), cacheArgs, this.opts())] as const;
    });
    this.grants = Object.fromEntries(all.map(([cache, { grant }]) => [cache, grant]));
    this.made = Object.fromEntries(all);
    this.registerOutputs({});
  }
}
