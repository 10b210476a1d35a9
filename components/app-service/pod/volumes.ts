import type * as k8s from "@pulumi/kubernetes";
import { secretVolume } from "../../secrets/provider-class";
import type { Grant } from "../../shared/grant";
import type { ConfigMapPlan } from "../config/config-map";
import { certificateVolume } from "../tls/certificate";
import { claimName } from "./claims";
import { scratchVolumeName } from "./scratch";
import type { ServiceSettings } from "../settings";

type Volume = k8s.types.input.core.v1.Volume;
type Mount = k8s.types.input.core.v1.VolumeMount;

/** Directory of the projected tokens, a folder for each. */
const tokenDirectory = "/var/run/secrets/tokens";

/** What the volumes of a pod are made from. */
export interface VolumesPlan {
  /** Name of the service. */
  name: string;
  settings: Pick<ServiceSettings, "scratch" | "tokens" | "volumes" | "tls">;
  config: ConfigMapPlan | undefined;
  grant: Grant;
}

/** Volumes of a pod and where its container has them: scratch directories, files of the ConfigMap, tokens, shared, secrets. */
export function podVolumes({ name, settings, config, grant }: VolumesPlan): { volumes: Volume[]; mounts: Mount[] } {
  const parts = [
    ...settings.scratch.map(scratchVolume),
    ...configFiles(config),
    ...tokens(settings.tokens),
    ...shared(name, settings.volumes),
    ...certificateVolume(name, settings.tls),
    ...grant.mounts.map((mount) => secretVolume(name, mount)),
  ];
  return { volumes: parts.map(({ volume }) => volume), mounts: parts.map(({ mount }) => mount) };
}

function scratchVolume({ path, size, medium }: ServiceSettings["scratch"][number]) {
  const name = scratchVolumeName(path);
  const emptyDir = { sizeLimit: size, ...(medium === "memory" ? { medium: "Memory" } : {}) };
  return { volume: { name, emptyDir }, mount: { name, mountPath: path } };
}

function configFiles(config: ConfigMapPlan | undefined) {
  if (!config?.files.length) return [];
  const items = config.files.map((file) => ({ key: file, path: file }));
  return [
    {
      volume: { name: "config", configMap: { name: config.name, items } },
      mount: { name: "config", mountPath: config.directory, readOnly: true },
    },
  ];
}

function tokens(given: ServiceSettings["tokens"]) {
  return Object.entries(given)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([token, { audience, expirySeconds }]) => {
      const source = { serviceAccountToken: { audience, expirationSeconds: expirySeconds, path: "token" } };
      const name = `token-${token}`;
      return {
        volume: { name, projected: { sources: [source] } },
        mount: { name, mountPath: `${tokenDirectory}/${token}`, readOnly: true },
      };
    });
}

function shared(service: string, volumes: ServiceSettings["volumes"]) {
  return Object.entries(volumes)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([volume, one]) => {
      const name = `volume-${volume}`;
      const readOnly = one.readOnly ? { readOnly: true } : {};
      return {
        volume: { name, persistentVolumeClaim: { claimName: claimName(service, volume, one), ...readOnly } },
        mount: { name, mountPath: one.path, ...readOnly },
      };
    });
}
