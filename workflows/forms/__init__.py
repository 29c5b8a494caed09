"""The form of every kind of step."""

from workflows.forms.ankkuri import ChildReportForm, ReferOnForm, TeamContactForm, TeamDecideForm, TeamScreenForm
from workflows.forms.assessing import DecideOpenForm, NotifierForm, PreAssessForm, TellFamilyForm
from workflows.forms.base import StepForm
from workflows.forms.beginning import ConsultForm, InformForm, ScreenForm
from workflows.forms.calling import CallForm, HandOverForm
from workflows.forms.closing import AfterForm, CloseForm, SettleForm
from workflows.forms.consenting import RecordConsentForm
from workflows.forms.deciding import DecidedForm
from workflows.forms.exit_deciding import DecideHelpForm, NoPoliceForm
from workflows.forms.exit_following import FollowExitForm, ResumeForm
from workflows.forms.exits import FirstContactForm, NeedsForm, ReferForm
from workflows.forms.following import FollowUpForm
from workflows.forms.gvi import OfferForm, ReachForm, SupportForm
from workflows.forms.investigating import (
    CommunicateForm,
    ConcludeForm,
    DecideForm,
    InvestigateForm,
    LookAfterForm,
)
from workflows.forms.inviting import AnswerForm, InviteForm
from workflows.forms.lastensuojelu import AssessForm, BeginAssessmentForm, ClientPlanForm, DecideServiceForm
from workflows.forms.mapping import MapForm, ReviewForm
from workflows.forms.meeting import CallMeetingForm, HoldMeetingForm
from workflows.forms.needing import NeedForm, PreMeetingForm, QuestionsForm
from workflows.forms.nominating import CheckGroundForm, NameLeadForm, NominateForm
from workflows.forms.passing_on import ChooseHomeForm, PassOnForm, ReceiveForm
from workflows.forms.planning import ApproveForm, DraftPlanForm
from workflows.forms.protecting import AcuteForm, OfferMeetingForm, ProtectForm
from workflows.forms.reviewing import EscalateForm, MonthlyForm, StepDownForm, WeeklyForm
from workflows.forms.threats import PoliceTermsForm, RenewThreatForm, ThreatForm

FORMS: dict[str, type[StepForm]] = {
    form.kind: form
    for form in (
        ConsultForm,
        InformForm,
        RecordConsentForm,
        ScreenForm,
        InviteForm,
        AnswerForm,
        MapForm,
        ReviewForm,
        CallMeetingForm,
        DecidedForm,
        HoldMeetingForm,
        DraftPlanForm,
        ApproveForm,
        FollowUpForm,
        CloseForm,
        SettleForm,
        AfterForm,
        NeedForm,
        PreMeetingForm,
        QuestionsForm,
        CallForm,
        HandOverForm,
        NominateForm,
        CheckGroundForm,
        NameLeadForm,
        WeeklyForm,
        MonthlyForm,
        EscalateForm,
        StepDownForm,
        ProtectForm,
        AcuteForm,
        OfferMeetingForm,
        PreAssessForm,
        DecideOpenForm,
        TellFamilyForm,
        NotifierForm,
        InvestigateForm,
        CommunicateForm,
        DecideForm,
        ConcludeForm,
        LookAfterForm,
        BeginAssessmentForm,
        AssessForm,
        DecideServiceForm,
        ClientPlanForm,
        ReferForm,
        FirstContactForm,
        NeedsForm,
        ThreatForm,
        RenewThreatForm,
        PoliceTermsForm,
        NoPoliceForm,
        DecideHelpForm,
        FollowExitForm,
        ResumeForm,
        ChooseHomeForm,
        PassOnForm,
        ReceiveForm,
        OfferForm,
        ReachForm,
        SupportForm,
        TeamContactForm,
        TeamScreenForm,
        TeamDecideForm,
        ReferOnForm,
        ChildReportForm,
    )
}
