"""usage: paho_client.py PORT 4|5   Eclipse Paho (Python) against the endpoint; the last line is JSON with what it saw."""
import json
import sys
import threading

import paho.mqtt.client as paho

port, version = int(sys.argv[1]), int(sys.argv[2])
seen = {"events": [], "rejected": None, "acknowledged": 0}
connected, subscribed, complete = threading.Event(), threading.Event(), threading.Event()


def on_message(_client, _data, message):
    if message.topic == "sb/nimbus/main/rejected":
        seen["rejected"] = message.payload.decode()
    else:
        seen["events"].append(f"{message.qos}:{message.payload.decode()}")
    if seen["rejected"] and len(seen["events"]) == 3:
        complete.set()


# Version 2 of the library wants to be told which callbacks these are; version 1 does not know the question.
arguments = {"client_id": f"paho-{version}", "protocol": paho.MQTTv5 if version == 5 else paho.MQTTv311}
client = paho.Client(paho.CallbackAPIVersion.VERSION1, **arguments) if hasattr(paho, "CallbackAPIVersion") else paho.Client(**arguments)
client.username_pw_set("nimbus/main", "secret")
client.on_connect = lambda *_: connected.set()
client.on_subscribe = lambda *_: subscribed.set()
client.on_message = on_message
client.connect("127.0.0.1", port)
client.loop_start()
assert connected.wait(20), "no CONNACK"
client.subscribe([("sb/nimbus/events", 2), ("sb/nimbus/main/rejected", 1)] if version == 4 else
                 [("sb/nimbus/events", paho.SubscribeOptions(2)), ("sb/nimbus/main/rejected", paho.SubscribeOptions(1))])
assert subscribed.wait(20), "no SUBACK"
for qos in (0, 1, 2):
    client.publish("sb/nimbus/events", f"event {qos}", qos).wait_for_publish(20)
for qos in (1, 2):
    reading = client.publish("sb/nimbus/main/readings", "good", qos)
    reading.wait_for_publish(20)
    seen["acknowledged"] += reading.is_published()
client.publish("sb/nimbus/main/readings", "bad", 1)
complete.wait(20)
client.disconnect()
client.loop_stop()
print(json.dumps(seen))
