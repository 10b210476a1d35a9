import type { PlatformContext } from "../../components/shared/context";
import type { ClusterRef, NetworkRef } from "../../components/shared/refs";

/** A context that is valid by default. */
export function platformContext(deviation: Partial<PlatformContext> = {}): PlatformContext {
  return {
    stack: "test",
    tier: "production",
    region: "us-east-1",
    accountId: "123456789012",
    partition: "aws",
    clusterName: "acme",
    kubernetesVersion: "1.36",
    team: "platform",
    costCenter: "acme",
    ...deviation,
  };
}

/** A network of three zones. */
export function networkRef(deviation: Partial<NetworkRef> = {}): NetworkRef {
  return {
    vpcId: "vpc-0a",
    cidr: "10.0.0.0/16",
    zones: ["us-east-1a", "us-east-1b", "us-east-1c"],
    publicSubnetIds: ["subnet-a1", "subnet-b1", "subnet-c1"],
    privateSubnetIds: ["subnet-a2", "subnet-b2", "subnet-c2"],
    publicSubnetCidrs: ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"],
    privateSubnetCidrs: ["10.0.11.0/24", "10.0.12.0/24", "10.0.13.0/24"],
    controlPlaneSecurityGroupId: "sg-0c",
    nodeSecurityGroupId: "sg-0d",
    databaseSecurityGroupId: "sg-0e",
    ...deviation,
  };
}

export function clusterRef(deviation: Partial<ClusterRef> = {}): ClusterRef {
  return {
    name: "acme",
    oidcIssuer: "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE",
    endpoint: "https://example.eks.amazonaws.com",
    certificateAuthority: "Y2E=",
    ...deviation,
  };
}
