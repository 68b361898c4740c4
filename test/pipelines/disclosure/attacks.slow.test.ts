// One file, so that the two samples are built and published once for all of them.
import "./attacks/costs.suite.ts";
import "./attacks/hidden-elsewhere.suite.ts";
import "./attacks/insider.suite.ts";
import "./attacks/one-row.suite.ts";
import "./attacks/small-settings.suite.ts";
import "./attacks/told-few.suite.ts";
