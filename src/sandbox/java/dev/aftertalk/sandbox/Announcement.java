package dev.aftertalk.sandbox;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells whoever started the sandbox where to go, as the last thing in the log. */
@Component
@SandboxOnly
class Announcement {

    private static final Logger log = LoggerFactory.getLogger(Announcement.class);

    private final SandboxSettings settings;
    private boolean made;

    Announcement(SandboxSettings settings) {
        this.settings = settings;
    }

    @EventListener
    void onReadiness(AvailabilityChangeEvent<ReadinessState> change) {
        if (change.getState() != ReadinessState.ACCEPTING_TRAFFIC || made) {
            return;
        }
        made = true;
        log.info(
                """


                  Aftertalk sandbox. iAdvize, mail, Salesforce and Jira are played in here: nothing leaves this machine.

                    Start here   {}/sandbox
                    Pages        {}/login  (user admin, password sandbox)
                    Inbox        {}/sandbox/inbox
                    Webhook      {}/webhooks/iadvize
                    Health       {}/health
                    SMTP         127.0.0.1:{}
                """,
                settings.url(),
                settings.url(),
                settings.url(),
                settings.url(),
                settings.url(),
                settings.smtpPort());
    }
}
