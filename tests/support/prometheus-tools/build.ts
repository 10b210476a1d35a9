import { buildTools } from "./tools";

buildTools();
