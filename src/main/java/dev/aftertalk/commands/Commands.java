package dev.aftertalk.commands;

import dev.aftertalk.text.Misspelt;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** All commands, by the first argument of {@code java -jar aftertalk.jar}. */
public final class Commands {

    private static final List<Command> ALL = List.of(
            new Command("check", CheckCommand.ARGUMENTS, CheckCommand::run),
            new Command("doctor", DoctorCommand.ARGUMENTS, DoctorCommand::run),
            new Command("routes", RoutesCommand.ARGUMENTS, RoutesCommand::run),
            new Command("rehearse", RehearseCommand.ARGUMENTS, RehearseCommand::run),
            new Command("verify", "", VerifyCommand::run),
            new Command("backup", BackupCommand.ARGUMENTS, BackupCommand::run),
            new Command("reconcile", ReconcileCommand.ARGUMENTS, ReconcileCommand::run),
            new Command("drill", DrillCommand.ARGUMENTS, DrillCommand.MORE, DrillCommand::run),
            new Command("erase", EraseCommand.ARGUMENTS, EraseCommand::run),
            new Command("add-component", AddComponentCommand.ARGUMENTS, AddComponentCommand::run),
            new Command("fast-start", FastStartCommand.ARGUMENTS, FastStartCommand::run),
            new Command("editor-support", EditorSupportCommand.ARGUMENTS, EditorSupportCommand::run),
            new Command("iadvize-schema", "", IadvizeSchemaCommand::run),
            new Command("reset-password", ResetPasswordCommand.ARGUMENTS, ResetPasswordCommand::run));

    private static final Set<String> HELP = Set.of("help", "--help", "-h", "-?");

    private static final Pattern OPTION = Pattern.compile("--[a-z-]+");

    /** One below zero is the value of an option, if a wrong one. */
    private static final Pattern NUMBER = Pattern.compile("-[0-9.].*");

    /** Spring's own settings that have no dot in their names. */
    private static final Set<String> SETTINGS = Set.of("--debug", "--trace");

    private Commands() {}

    /**
     * A command.
     *
     * @param arguments what stands behind its name, before settings as on any command line of Aftertalk
     * @param more what else there is to say of them; empty for nothing
     * @param run gets the arguments and returns the exit code
     */
    private record Command(String name, String arguments, String more, ToIntFunction<String[]> run) {

        Command(String name, String arguments, ToIntFunction<String[]> run) {
            this(name, arguments, "", run);
        }

        /** An option that is neither one of its own nor a setting: taken for a setting it would change nothing, without a word. */
        Optional<String> unknown(String... args) {
            Set<String> options = OPTION.matcher(arguments)
                    .results()
                    .map(MatchResult::group)
                    .collect(Collectors.toCollection(TreeSet::new));
            return Arrays.stream(args)
                    .filter(arg -> arg.startsWith("-") && !NUMBER.matcher(arg).matches())
                    .map(arg -> arg.split("=", 2)[0])
                    .filter(arg -> !arg.contains(".") && !options.contains(arg) && !SETTINGS.contains(arg))
                    .findFirst()
                    .map(option -> "There is no option " + option
                            + Misspelt.near(option, options)
                                    .map(meant -> ": did you mean " + meant + "?")
                                    .orElse("."));
        }
    }

    /** Whether it asks for a command or for how to write one; what else there is are settings of the server. */
    public static boolean isOne(String argument) {
        return !argument.startsWith("--") || HELP.contains(argument);
    }

    /**
     * Runs a command, or says how to write them.
     *
     * @param args its name, then its arguments and settings
     * @return the exit code; 2 when it can't begin or there is none of that name
     */
    public static int run(String... args) {
        if (HELP.contains(args[0])) {
            System.out.println("Without a command, the server starts. In its folder, also beside a running server:");
            ALL.forEach(command -> System.out.println(usage(command.name(), command.arguments())));
            System.out.println("Settings may stand behind each, as for the server: --mail.host=…");
            return 0;
        }
        String[] others = Arrays.copyOfRange(args, 1, args.length);
        for (Command command : ALL) {
            if (command.name().equals(args[0])) {
                return run(command, others);
            }
        }
        System.err.println("There is no command " + args[0] + "; there are: "
                + ALL.stream().map(Command::name).collect(Collectors.joining(", "))
                + ". Without one, the server starts.");
        ALL.forEach(command -> System.err.println(usage(command.name(), command.arguments())));
        return 2;
    }

    private static int run(Command command, String... args) {
        if (Arrays.stream(args).anyMatch(arg -> HELP.contains(arg) && arg.startsWith("-"))) {
            System.out.println((usage(command.name(), command.arguments()) + System.lineSeparator() + command.more())
                    .stripTrailing());
            return 0;
        }
        return command.unknown(args)
                .map(why -> refuse(why, command.name(), command.arguments()))
                .orElseGet(() -> CommandSettings.run(() -> command.run().applyAsInt(args)));
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
