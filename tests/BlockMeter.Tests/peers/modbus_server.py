"""A Modbus TCP server (pymodbus): argument 1 is the port; what its registers hold is what ModbusPeerTests expect."""
import struct
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server import StartTcpServer


def words(fmt, value):
    packed = struct.pack(fmt, value)
    return list(struct.unpack(">%dH" % (len(packed) // 2), packed))


def swapped(registers):
    return list(reversed(registers))


holding = [0] * 100
holding[10:12] = words(">I", 1_234_567)                 # uint32, ABCD
holding[20:22] = swapped(words(">f", 98.5))             # float32, CDAB
holding[30:34] = words(">Q", 9_876_543_210)             # uint64, ABCD
holding[40:42] = words(">f", float("nan"))
holding[50:51] = words(">h", -12)
inputs = [0] * 100
inputs[5:7] = struct.unpack(">2H", struct.pack("<i", -70_000))          # int32, DCBA
inputs[60:64] = [((w & 0xFF) << 8) | (w >> 8) for w in words(">d", 4321.125)]  # float64, BADC

device = ModbusSlaveContext(
    hr=ModbusSequentialDataBlock(0, holding), ir=ModbusSequentialDataBlock(0, inputs), zero_mode=True)
StartTcpServer(context=ModbusServerContext(slaves={7: device}, single=False), address=("127.0.0.1", int(sys.argv[1])))
