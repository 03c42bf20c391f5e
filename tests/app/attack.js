// A page that nobody asked for speaks to the app: it starts it, and sends what the protocol of notebooks allows a browser.
// Returns what happened: "closed" (the socket was refused), or the identifiers of the widgets that it saw.
async ({ url, proof, speak }) => {
  const id = () => crypto.getRandomValues(new Uint32Array(4)).join("-");
  const kernel = id(), session = id();
  const socket = new WebSocket(`${url}/jupyter/api/kernels/${kernel}/channels?session_id=${session}`);
  socket.binaryType = "arraybuffer";
  const widgets = {};
  let finished, opened;
  const done = new Promise((resolve) => { finished = resolve; });
  socket.onmessage = (event) => {
    if (typeof event.data !== "string") return;
    const message = JSON.parse(event.data), data = message.content.data || {};
    if (message.header.msg_type === "comm_open" && data.state) widgets[message.content.comm_id] = data.state;
    if (data.method === "finished") finished("finished");
  };
  const open = new Promise((resolve) => { socket.onopen = () => resolve("open"); socket.onclose = socket.onerror = () => { resolve("closed"); finished("closed"); }; });
  if ((await open) === "closed") return { result: "closed", widgets: 0 };
  const say = (type, content) => socket.send(JSON.stringify({
    header: { msg_id: id(), msg_type: type, version: "5.3", session, username: "" }, parent_header: {}, metadata: { version: "1.0.0" }, content, channel: "shell", buffers: [],
  }));
  const control = id();
  say("comm_open", { comm_id: control, target_name: "solara.control", data: {} });
  say("comm_msg", { comm_id: control, data: { method: "run", args: { path: "/", appName: null, themes: null, dark: false } } });
  if ((await Promise.race([done, new Promise((resolve) => setTimeout(() => resolve("late"), 20000))])) !== "finished") return { result: "no app", widgets: 0 };
  await new Promise((resolve) => setTimeout(resolve, 500));
  const templates = Object.keys(widgets).filter((k) => "events" in widgets[k]);
  for (const k of templates) say("comm_msg", { comm_id: k, data: { method: "custom", content: { create_widget: ["planted", "Planted"], props: { text: proof }, id: id() } } });
  if (speak) say("comm_open", { comm_id: id(), target_name: "jupyter.widget", data: { state: {}, buffer_paths: [] } });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  socket.close();
  return { result: "spoke", widgets: templates.length };
}
