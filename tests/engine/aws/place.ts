/** The account and region that a provider works in, and what its environment says of the simulated EKS cluster. */
export interface Place {
  account: string;
  region: string;
  /** Zones of the region, by letter. */
  zoneLetters: string[];
  kubernetesVersion: string;
  /** The API server that stands for every cluster's; undefined: an address that nobody answers. */
  eksEndpoint: string | undefined;
  /** The authority that signed its certificate, PEM in base64. */
  eksAuthority: string | undefined;
}

/** The surroundings as environment variables give them. */
export function placeFrom(env: NodeJS.ProcessEnv): Place {
  return {
    account: env.AWS_SIM_ACCOUNT ?? "123456789012",
    region: env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? "",
    zoneLetters: (env.AWS_SIM_AZS ?? "a,b,c").split(","),
    kubernetesVersion: env.AWS_SIM_EKS_VERSION ?? "1.36",
    eksEndpoint: env.AWS_SIM_EKS_ENDPOINT,
    eksAuthority: env.AWS_SIM_EKS_CA,
  };
}

export function partition(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

export const domain = (region: string): string =>
  partition(region) === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";

export const zonesOf = (place: Place): string[] => place.zoneLetters.map((letter) => place.region + letter);

/** ARN of a resource of this account and region. */
export const arn = (place: Place, service: string, resource: string): string =>
  `arn:${partition(place.region)}:${service}:${place.region}:${place.account}:${resource}`;

/** ARN of a resource that belongs to no region, such as those of IAM. */
export const globalArn = (place: Place, service: string, resource: string): string =>
  `arn:${partition(place.region)}:${service}::${place.account}:${resource}`;
