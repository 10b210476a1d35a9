import { hexId, nameOf, type Subject } from "./names";
import { domain, type Place } from "./place";
import { keyOf } from "./shapes";
import { sha, type Values } from "./values";

type Special = (place: Place, subject: Subject, id: string) => Values;

const noAuthority = Buffer.from("-----BEGIN CERTIFICATE-----\nsimulated\n-----END CERTIFICATE-----\n").toString(
  "base64",
);

/** What an EKS cluster answers, whether it was made here or is looked up by name. */
export const cluster: Special = (place, { seed, inputs }) => {
  const id = sha(seed).slice(0, 32).toUpperCase();
  const authority = place.eksAuthority ?? noAuthority;
  const host = `eks.${place.region}.${domain(place.region)}`;
  return {
    endpoint: place.eksEndpoint ?? `https://${id}.gr7.${host}`,
    certificateAuthority: { data: authority },
    certificateAuthorities: [{ data: authority }],
    identities: [{ oidcs: [{ issuer: `https://oidc.${host}/id/${id}` }] }],
    version: inputs.version ?? place.kubernetesVersion,
    platformVersion: "eks.1",
    status: "ACTIVE",
    clusterId: "",
    vpcConfig: {
      endpointPrivateAccess: false,
      endpointPublicAccess: true,
      publicAccessCidrs: ["0.0.0.0/0"],
      securityGroupIds: [],
      ...inputs.vpcConfig,
      clusterSecurityGroupId: hexId("sg", seed + "cluster"),
      vpcId: hexId("vpc", seed + "vpc"),
    },
    accessConfig: { authenticationMode: "CONFIG_MAP", ...inputs.accessConfig },
    kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: "172.20.0.0/16", ...inputs.kubernetesNetworkConfig },
  };
};

const nodeGroup: Special = (place, subject) => {
  const { inputs, seed } = subject;
  const version = inputs.version ?? place.kubernetesVersion;
  const scaling = { name: `eks-${nameOf(subject)}-${sha(seed).slice(0, 8)}` };
  return {
    status: "ACTIVE",
    version,
    releaseVersion: inputs.releaseVersion ?? `${version}.0-20260101`,
    resources: [{ autoscalingGroups: [scaling], remoteAccessSecurityGroupId: "" }],
    amiType: inputs.amiType ?? "AL2023_x86_64_STANDARD",
    capacityType: inputs.capacityType ?? "ON_DEMAND",
    diskSize: inputs.diskSize ?? 20,
    instanceTypes: inputs.instanceTypes ?? ["t3.medium"],
  };
};

const bucket: Special = (place, _, id) => ({
  bucketDomainName: `${id}.s3.${domain(place.region)}`,
  bucketRegionalDomainName: `${id}.s3.${place.region}.${domain(place.region)}`,
});

const database: Special = (place, { inputs }, id) => {
  const address = `${id}.sim.${place.region}.rds.${domain(place.region)}`;
  const port = inputs.port ?? 5432;
  return { endpoint: `${address}:${port}`, address, port, status: "available" };
};

const formed: Record<string, Special> = {
  "eks/cluster": cluster,
  "eks/nodeGroup": nodeGroup,
  "ec2/eip": (_, { seed }, id) => ({
    publicIp: `203.0.113.${(parseInt(sha(seed).slice(0, 2), 16) % 254) + 1}`,
    allocationId: id,
  }),
  "ec2/natGateway": () => ({ publicIp: "203.0.113.10", privateIp: "10.0.0.10" }),
  "s3/bucket": bucket,
  "s3/bucketV2": bucket,
  "ecr/repository": (place, _, id) => ({
    repositoryUrl: `${place.account}.dkr.ecr.${place.region}.${domain(place.region)}/${id}`,
    registryId: place.account,
  }),
  "sqs/queue": (_place, _subject, id) => ({ url: id }),
  "rds/instance": database,
  "ec2/launchTemplate": () => ({ latestVersion: 1, defaultVersion: 1 }),
};

/** Outputs with a form of their own that the program or another resource reads. */
export const special: Special = (place, subject, id) => formed[keyOf(subject.type)]?.(place, subject, id) ?? {};
