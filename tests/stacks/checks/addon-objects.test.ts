import { expect } from "chai";
import { checkAddonObjects } from "../../../stacks/checks/addon-objects";
import { addonsOf } from "../../components/platform-addons/builders";

const provider = "secrets-store-csi-driver-provider-aws";

function paths(database: object, driver: object = {}) {
  const files = { url: { name: "production/database" } };
  const addons = addonsOf({
    "secrets-store-csi-driver": driver,
    [provider]: { classes: { database: { namespace: "production", files, ...database } } },
  });
  return (checkAddonObjects({ addons }).problems ?? []).map(({ path }) => path);
}

describe("objects of add-ons in application namespaces", () => {
  it("find nothing wrong where they ask for nothing", () => {
    expect(paths({})).to.deep.equal([]);
  });

  it("SS-57: a Kubernetes Secret needs a driver that may write it", () => {
    expect(paths({ secretName: "database" })).to.deep.equal([`addons.${provider}.classes.database.secretName`]);
    expect(paths({ secretName: "database" }, { sync: true })).to.deep.equal([]);
  });
});
