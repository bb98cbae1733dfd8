using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace SmartBlocks.Architecture.Tests.Metadata;

/// <summary>Walks the instructions of a method body (ECMA-335 III.1.7 to III.4) as far as is needed to find what they name.</summary>
public static class Instructions
{
    static readonly Dictionary<ushort, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => unchecked((ushort)code.Value));

    /// <summary>The tokens of the methods and fields that a body calls, loads, stores or takes the address of.</summary>
    public static IEnumerable<int> MemberTokens(byte[] body)
    {
        var at = 0;
        while (at < body.Length)
        {
            ushort value = body[at++];
            if (value == 0xFE) value = (ushort)(value << 8 | body[at++]);
            var code = Codes[value];
            if (code.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineTok)
                yield return BinaryPrimitives.ReadInt32LittleEndian(body.AsSpan(at));
            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BinaryPrimitives.ReadInt32LittleEndian(body.AsSpan(at)),
                _ => 4,
            };
        }
    }
}
