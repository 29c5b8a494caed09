// The only script a page names; everything works without it.
import "./autosave.js";
import { focusFirst } from "./focus.js";
import "./limit.js";
import { start } from "./live.js";
import "./mappoint.js";
import "./outbox.js";
import "./presence.js";
import "./session.js";

focusFirst(document);
start();
