// Saves a form as a draft while it is written: <form data-autosave="URL">. The server answers
// {saved_text, version}, or 409 with both versions as HTML. What was typed is never touched.
import { focusFirst } from "./focus.js";
import { setHtml } from "./html.js";

const AFTER = 20_000;
const KEEPALIVE_LIMIT = 60_000;     // browsers refuse more than 64 KiB when the page is left

class Draft {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-autosave-status]");
    this.conflict = form.querySelector("[data-autosave-conflict]");
    this.dirty = this.saving = this.failed = this.blocked = false;
    form.addEventListener("input", () => this.changed());
    form.addEventListener("submit", () => { this.dirty = this.failed = this.blocked = false; clearTimeout(this.timer); });
    this.conflict?.addEventListener("click", (event) => this.choose(event));
    document.addEventListener("samverkan:save", () => this.save());
    document.addEventListener("click", (event) => { if (event.target.closest?.("a[href]")) this.save(); });
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.save(); });
    addEventListener("pagehide", () => this.save());
    addEventListener("beforeunload", (event) => { if (this.unsaved) event.preventDefault(); });
  }

  get unsaved() { return this.dirty || this.failed || this.blocked; }

  changed() {
    this.dirty = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), AFTER);
  }

  body() {
    const data = new FormData(this.form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return data;
  }

  async save() {
    if (!this.dirty || this.saving || this.blocked) return;
    clearTimeout(this.timer);
    this.dirty = false;
    this.saving = true;
    try {
      await this.answer(await this.post());
    } catch {
      this.fail();                                              // no line, or no readable answer
    } finally {
      this.saving = false;
    }
  }

  post() {
    const body = this.body();
    const size = [...body].reduce((sum, [name, value]) => sum + 150 + 3 * (name.length + value.length), 0);
    return fetch(this.form.dataset.autosave, {
      method: "POST", body, headers: { "X-Fragment": "1" }, redirect: "manual", keepalive: size < KEEPALIVE_LIMIT,
    });
  }

  async answer(response) {
    if (response.status === 409) { this.clash(await response.text()); return; }
    if (!response.ok) { this.fail(); return; }
    const { saved_text: text, version } = await response.json();
    this.failed = false;
    this.keep(version);
    this.tell(text, "saved");
  }

  fail() {
    this.failed = true;
    this.tell(this.status?.dataset.failed, "failed");
    this.changed();
  }

  clash(html) {
    this.blocked = this.dirty = true;
    this.tell(this.status?.dataset.conflict, "failed");
    if (!this.conflict) return;
    setHtml(this.conflict, html);
    focusFirst(this.conflict);
  }

  /** "Save my text instead": go on from the version that was shown beside it. */
  choose(event) {
    const button = event.target.closest("[data-keep-version]");
    if (!button) return;
    this.keep(button.dataset.keepVersion);
    this.conflict.replaceChildren();
    this.blocked = false;
    this.dirty = true;
    this.form.querySelector("[type=submit]")?.focus();
    this.save();
  }

  keep(version) {
    const field = this.form.elements.namedItem("version");
    if (field && version !== undefined) field.value = version;
  }

  tell(text, state) {
    if (!this.status || !text) return;
    this.status.dataset.state = state;
    this.status.textContent = text;
  }
}

for (const form of document.querySelectorAll("form[data-autosave]")) new Draft(form);
