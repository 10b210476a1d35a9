import { type NetworkSettings, networkSettings } from "../../../components/network/settings";

/** Schema of the network with the defaults of a tier that has one NAT gateway. */
export const schema = networkSettings({ nat: "one", flowLogRetentionDays: 30 });

/** What a stack has to say at least. */
export const minimal = { cidr: "10.0.0.0/16", zones: ["us-east-1a", "us-east-1b", "us-east-1c"] };

/** VC's network, to the letter. */
export const videoCreator = {
  ...minimal,
  publicSubnets: ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"],
  privateSubnets: ["10.0.11.0/24", "10.0.12.0/24", "10.0.13.0/24"],
};

/** Settings as the program gets them, every default filled in. */
export function settingsOf(deviation: object = {}): NetworkSettings {
  return schema.parse({ ...videoCreator, ...deviation });
}
