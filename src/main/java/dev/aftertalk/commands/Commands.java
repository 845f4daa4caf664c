package dev.aftertalk.commands;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** All commands, by the first argument of {@code java -jar aftertalk.jar}. */
public final class Commands {

    private static final List<Command> ALL = List.of(
            new Command("check", CheckCommand.ARGUMENTS, CheckCommand::run),
            new Command("routes", RoutesCommand.ARGUMENTS, RoutesCommand::run),
            new Command("rehearse", RehearseCommand.ARGUMENTS, RehearseCommand::run),
            new Command("verify", "", VerifyCommand::run),
            new Command("backup", BackupCommand.ARGUMENTS, BackupCommand::run),
            new Command("reconcile", ReconcileCommand.ARGUMENTS, ReconcileCommand::run),
            new Command("erase", EraseCommand.ARGUMENTS, EraseCommand::run),
            new Command("add-component", AddComponentCommand.ARGUMENTS, AddComponentCommand::run),
            new Command("editor-support", EditorSupportCommand.ARGUMENTS, EditorSupportCommand::run),
            new Command("iadvize-schema", "", IadvizeSchemaCommand::run),
            new Command("reset-password", ResetPasswordCommand.ARGUMENTS, ResetPasswordCommand::run));

    private Commands() {}

    /**
     * A command.
     *
     * @param arguments what stands behind its name, before settings as on any command line of Aftertalk
     * @param run gets the arguments and returns the exit code
     */
    private record Command(String name, String arguments, ToIntFunction<String[]> run) {}

    /**
     * Runs a command.
     *
     * @param args its name, then its arguments and settings
     * @return the exit code; 2 when it can't begin or there is none of that name
     */
    public static int run(String... args) {
        String[] others = Arrays.copyOfRange(args, 1, args.length);
        for (Command command : ALL) {
            if (command.name().equals(args[0])) {
                return CommandSettings.run(() -> command.run().applyAsInt(others));
            }
        }
        System.err.println("There is no command " + args[0] + "; there are: "
                + ALL.stream().map(Command::name).collect(Collectors.joining(", "))
                + ". Without one, the server starts.");
        ALL.forEach(command -> System.err.println(usage(command.name(), command.arguments())));
        return 2;
    }

    /** How to write a command. */
    static String usage(String name, String arguments) {
        return ("  java -jar aftertalk.jar " + name + " " + arguments).stripTrailing();
    }

    /** Says on the error output what is missing and how to write the command; returns the exit code. */
    static int refuse(String why, String name, String arguments) {
        System.err.println(why);
        System.err.println(usage(name, arguments));
        return 2;
    }
}
