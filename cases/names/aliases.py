"""Names that are one name: what somebody is called for short, or elsewhere.

From general knowledge of names met in England; a line is a group. What sound, short form or
spelling already tells (Sam and Samantha, Ann and Anne) need not stand here. A name may stand in
several groups, and then meets all of them.
"""

from functools import lru_cache

_GROUPS = """
abdul abdel abdal
abigail abby gail
adelaide addy heidi
agnieszka agnes aga
ahmed ahmad achmed ahmet
aisha ayesha aysha aisyah aicha ayse
alexander alex sandy sasha aleksandr oleksandr alexandru iskander sikandar xander
alexandra alex sandra sasha aleksandra oleksandra lexi
alfred alf fred
ali aly
alice alicja lisa
amina aminah ameena emine
andrew andy drew andrei andrzej andriy
angela angie
anna ann anne annie hannah anya ania anka nancy
anthony tony antoni anton
antonia toni tonia
aoife eefa eva ava
ashraf ashruf
ayaan ayan
barbara babs basia
beatrice bea trixie
bartlomiej bartek bartholomew
begum begam
benjamin ben benny
bernadette bernie
bibi beebee
bridget brigid bridie biddy brid
caoimhe keeva kiva queeva
carolyn caroline carol carrie karolina
catherine kathryn cath cathy kate katie kay kitty kathleen caitlin katarzyna kasia
catherine katherine kathryn katarzyna ekaterina katya kateryna yekaterina
charles charlie chuck karol
charlotte charlie lottie
christina christine chris tina krystyna kristina krysia
christopher chris kit krzysztof topher
chowdhury choudhury chaudhry chaudhary chaudhari choudhary chowdhry
ciara keira kiera
daniel dan danny danylo
danielle dani
david dave davy dafydd dai dawid daud dawood davud
deborah debbie deb
deirdre deedee
derek del
dmitri dmitry dmytro dima mitya
dorothy dot dolly dottie
edward ed eddie ted teddy ned
eleanor ellie nell nora elinor
elizabeth liz lizzie beth betty bess eliza elsie lisa libby lilibet elzbieta ela yelizaveta liza
emily emma millie emilia
eoghan owen eugene ewan euan
ewa eva eve
faisal feisal
farah farrah
fatima fatma fatemeh fatimah fatoumata
fiona fionnuala nuala
frances fran francesca fanny franny
francis frank
frederick fred freddie
gabriel gabe
gabrielle gabby gabriella
geoffrey jeffrey geoff jeff
george georgie jerzy yuri yuriy georgi
gerald gerry jerry
gillian jill
grainne gronya grania
grzegorz gregory greg
gwendolyn gwen
hafsa hafsah
halima halimah haleema
hamza hamzah
harold harry hal
harry henry harrison
hasan hassan
helen helena ellen nell lena elena olena yelena
henry hank hal
hussain hussein husain husayn hossain huseyn hoseyn
ibrahim abraham ebrahim ibraheem
ifeoma ify
ilyas elias
imran emran
iona ione
irene rena irina iryna
isabel isabelle bella izzy isobel ishbel izabela
isaac ishaq ishak
ismail ishmael ismael
iwona yvonne ivona
jacob jake yaqub yakub yakup
jacqueline jackie jacqui
jaswinder jas
james jim jimmy jamie seamus hamish jakub kuba
jane jean janet jan sian joanna jayne
jennifer jenny jen
jessica jess jessie
john jack johnny jon sean ian iain jan ivan juan evan
jonathan jon jonny nathan
joseph joe joey josef jozef yusuf yousef youssef yousuf yusef josip jose
josephine jo josie
joanna joanne jo asia
julia julie jules yulia yuliya iulia julita
kamal kemal
karen kaz
kathryn katherine catherine
kenneth ken kenny
kevin kev caoimhin
khadija khadijah hadija khadeeja hatice
khadijah khadeejah
khalid khaled halid
khan kahn
kimberley kim
krishnan krishna
laura laurie lori
lawrence larry laurie
leila layla laila leyla
leonard len lenny leo
lesley les
lorraine lori
louise lou
lukasz luke lucas luka lukas
lydia lidia
magdalena magda maddie madeleine
mahmud mahmood mahmoud mehmood
malgorzata margaret gosia
margaret maggie meg peggy greta rita maisie daisy mairead madge margot
maria mary marie maryam mariam miriam mair moira maura mariya
marie mary
maryam mariam miriam meryem
martha marta
martin marcin marty
matthew matt mateusz matvei
megan meg
mehwish mehvish
michael mike mick mickey michal mikhail mikael mykhailo misha mihai
michelle shelly
mohammed muhammad mohamed mohammad muhammed mohamad mahomed mo mohd md mehmet mohamud
mohamud mahamud
moses musa moosa moshe
mustafa mustapha mostafa
nadia nadya nadiya nadezhda
naoise neesha
natalia natalie natasha nataliya natalya nat
nguyen win nwin
niamh neve neave nieve
nicholas nick nicky nico mikolaj nikolai mykola
nicola nicky nikki
nicole nicky
noah nuh
noor nur nour
nusrat nosrat
oksana ksenia xenia
oisin usheen osheen
olivia livvy liv
oluwaseun seun
oluwatobi tobi
omar umar omer
osman usman uthman othman
pamela pam
patricia pat patsy trish tricia paddy
patrick pat paddy rick padraig
paul pawel pavel pavlo
peter pete piotr pyotr petro
philip phil
piotr peter
qureshi koreshi quraishi
rachel rahel rachael raquel
rahman rehman
rajinder raj
rashid rasheed
rebecca becky becca
rhiannon rian
richard rick ricky dick rich
robert rob bob bobby robbie bert
roisin rosheen
ronald ron ronnie
rosemary rosie rose
rukhsana ruksana roxana
sadhbh sive
sadia saadia
safiya safia safiyya sofia
said saeed sayed sayeed saeid
samantha sam sammy
samuel sam sammy
sandra sandy
saoirse sersha seersha
sarah sara sally sadie zara
sean shaun shawn shane
shabnam shubnum
shahid shaheed
shakil shakeel
sharif shareef sheriff
sharon shaz
shirin shireen
sian jane sharn
sinead jane shinade
siobhan shivaun shevaun chevonne joan
sofia sophia sophie zofia zosia sofiya
stephanie steph
stephen steven steve szczepan stefan
stanislaw stan
sulaiman suleiman solomon suleyman
susan sue susie suzanne zuzanna
svetlana svitlana sveta lana
syed sayed said sayyid
tadeusz thaddeus tad
tadhg tyge tiger timothy
tahir taher
tanya tania tatiana tatyana tetiana
tariq tarek tarik
theresa teresa terry tess tessa
thomas tom tommy tomasz
timothy tim
tomasz tom
ursula ula
uzma ozma
valerie val
veronica ronnie vera weronika
victoria vicky vikki tori wiktoria viktoriya
vincent vince vinny
vladimir volodymyr vlad vova wlodzimierz
wahid waheed
waseem wasim
wojciech adalbert wojtek voytek
william bill billy will willie liam wilhelm
winifred win winnie freda
xiao hsiao siew
yahya yehya john
yasmin yasmeen jasmine jasmin
yevgeny evgeny eugene
yevhen yevgeny
yousra yusra
zahra zara zehra zahraa
zaynab zeinab zainab zeynep zaineb
zbigniew zbyszek
zhang chang cheung teoh
li lee ly
wong wang huang
chen chan tan
zoe zoey
"""

_OF_NAME: dict[str, set[int]] = {}
for _number, _line in enumerate(_GROUPS.split("\n")):
    for _name in _line.split():
        _OF_NAME.setdefault(_name, set()).add(_number)
_MEMBERS = [frozenset(line.split()) for line in _GROUPS.split("\n")]


@lru_cache(maxsize=4096)
def others_called(word: str) -> frozenset[str]:
    """Return the names that this folded name may also go by, itself aside."""
    groups = _OF_NAME.get(word, ())
    return frozenset().union(*(_MEMBERS[number] for number in groups)) - {word}
