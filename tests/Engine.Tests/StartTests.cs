using System.Reflection;
using System.Reflection.Emit;
using SmartBlocks.Engine.Tests.Support;

namespace SmartBlocks.Engine.Tests;

public sealed class StartTests
{
    public interface IFine : IGrainWithStringKey;

    public interface ISynchronous : IGrainWithStringKey
    {
        int Now();
    }

    [Fact]
    public async Task A_class_without_a_grain_type_stops_the_start() =>
        (await Refused(module => Define(module, "Rooms.MeterGrain", typeof(IFine), null))).ShouldContain("Rooms.MeterGrain has no [GrainType(");

    [Fact]
    public async Task Two_classes_of_one_simple_name_stop_the_start()
    {
        var why = await Refused(module =>
        {
            Define(module, "Cellar.MeterGrain", typeof(IFine), "meter");
            Define(module, "Attic.MeterGrain", typeof(IFine), "other");
        });
        why.ShouldContain("Attic.MeterGrain and Cellar.MeterGrain have one simple name");
    }

    [Fact]
    public async Task Two_classes_of_one_grain_type_stop_the_start()
    {
        var why = await Refused(module =>
        {
            Define(module, "Rooms.MeterGrain", typeof(IFine), "meter");
            Define(module, "Rooms.SiteGrain", typeof(IFine), "meter");
        });
        why.ShouldContain("Rooms.MeterGrain and Rooms.SiteGrain have one grain type, 'meter'");
    }

    [Fact]
    public async Task A_synchronous_method_stops_the_start() =>
        (await Refused(module => Define(module, "Rooms.ClockGrain", typeof(ISynchronous), "clock"))).ShouldContain("ISynchronous.Now returns System.Int32");

    static async Task<string> Refused(Action<ModuleBuilder> define)
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new("Bad"), AssemblyBuilderAccess.Run);
        define(assembly.DefineDynamicModule("Bad"));
        return (await Should.ThrowAsync<InvalidOperationException>(TestEngine.StartAsync(false, options => options.GrainAssemblies.Add(assembly)))).Message;
    }

    static void Define(ModuleBuilder module, string name, Type grainInterface, string? grainType)
    {
        var type = module.DefineType(name, TypeAttributes.Public, typeof(Grain), [grainInterface]);
        if (grainType is not null)
            type.SetCustomAttribute(new(typeof(GrainTypeAttribute).GetConstructor([typeof(string)])!, [grainType]));
        foreach (var method in grainInterface.GetMethods())
        {
            var body = type.DefineMethod(method.Name, MethodAttributes.Public | MethodAttributes.Virtual, method.ReturnType, []).GetILGenerator();
            body.Emit(OpCodes.Ldc_I4_0);
            body.Emit(OpCodes.Ret);
        }

        type.CreateType();
    }
}
