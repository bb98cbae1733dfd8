// usage: node mqttjs.mjs PORT 4|5   MQTT.js against the endpoint; the last line is JSON with what it saw.
import mqtt from "mqtt";

const [port, version] = process.argv.slice(2).map(Number);
const client = mqtt.connect({
  host: "127.0.0.1", port, protocolVersion: version, clientId: `mqttjs-${version}`, clean: true,
  username: "nimbus/main", password: "secret", reconnectPeriod: 0, connectTimeout: 20_000,
});
const seen = { events: [], rejected: null, refused: null, acknowledged: 0 };
const fail = setTimeout(() => { console.log(JSON.stringify({ ...seen, error: "timeout" })); process.exit(1); }, 30_000);
client.on("error", error => { console.log(JSON.stringify({ ...seen, error: String(error) })); process.exit(1); });
let done;
const complete = new Promise(resolve => { done = resolve; });
client.on("message", (topic, payload, packet) => {
  if (topic === "sb/nimbus/main/rejected") seen.rejected = payload.toString();
  else seen.events.push(`${packet.qos}:${payload}`);
  if (seen.rejected && seen.events.length === 3) done();
});
const publish = (topic, payload, qos) => new Promise(resolve => client.publish(topic, payload, { qos }, error => resolve(error)));

client.on("connect", async () => {
  await new Promise(resolve => client.subscribe({ "sb/nimbus/events": { qos: 2 }, "sb/nimbus/main/rejected": { qos: 1 } }, resolve));
  for (const qos of [0, 1, 2]) await publish("sb/nimbus/events", `event ${qos}`, qos);
  if (!await publish("sb/nimbus/main/readings", "good", 1)) seen.acknowledged++;
  if (!await publish("sb/nimbus/main/readings", "good", 2)) seen.acknowledged++;
  const refusal = await publish("sb/nimbus/main/readings", "bad", 1);
  seen.refused = refusal ? refusal.code ?? refusal.message : null;
  await complete;
  clearTimeout(fail);
  client.end(false, {}, () => console.log(JSON.stringify(seen)));
});
